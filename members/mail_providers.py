"""Public mail providers: an address there says nothing about the organization of whoever holds it.

Data of the portal, gathered by hand: the large free providers of the world, the mailboxes that US access providers
give to households, and well-known throw-away services. It need not be complete: an organization that names such a
domain as its own is looked at by an admin as soon as the domain is added here.
"""

# Names under which a provider offers addresses in many countries: yahoo.com, yahoo.co.uk, yahoo.fr.
_FAMILIES = """
    aim aol freenet gmail gmx googlemail hotmail icloud live mailinator msn outlook proton protonmail rocketmail
    rediffmail tutanota yahoo yandex ymail zohomail
"""

_DOMAINS = """
    126.com 139.com 163.com 189.cn 20minutemail.com 10minutemail.com 33mail.com abv.bg adelphia.net aliceadsl.fr
    aliyun.com alltel.net ameritech.net anonaddy.com arcor.de arnet.com.ar asia.com att.net bellsouth.net bigpond.com
    bk.ru bluewin.ch blueyonder.co.uk bol.com.br bresnan.net brighthouse.com btinternet.com btopenworld.com
    burnermail.io cableone.net centurylink.net centurytel.net charter.net chello.nl clear.net clearwire.net comcast.net
    consultant.com cox.net coxmail.com daum.net discard.email disroot.org dispostable.com docomo.ne.jp doctor.com
    dropmail.me duck.com earthlink.net email.com email.cz emailondeck.com embarqmail.com engineer.com europe.com
    excite.com ezweb.ne.jp fake-mail.net fakeinbox.com fastmail.com fastmail.fm fastmail.net foxmail.com free.fr
    frontier.com frontiernet.net fuse.net getnada.com globo.com gmx.us grr.la guerrillamail.com guerrillamail.info
    guerrillamail.net guerrillamail.org guerrillamailblock.com hanmail.net hawaiiantel.net hey.com hush.com hushmail.com
    iinet.net.au inbox.com inbox.lv inbox.ru insightbb.com internode.on.net interia.pl juno.com kakao.com kolabnow.com
    laposte.net lavabit.com libero.it list.ru lycos.com mac.com mail.bg mail.com mail.de mail.ee mail.ru mail.tm
    mailbox.org maildrop.cc mailfence.com mailnesia.com mailsac.com me.com mindspring.com minutemailbox.com moakt.com
    mohmal.com mozmail.com my.com mymail.com myself.com mytemp.email naver.com nate.com netaddress.com netscape.com
    netscape.net netzero.com netzero.net ntlworld.com o2.pl online.de onet.pl opayq.com openmailbox.org optimum.net
    optonline.net optusnet.com.au orange.fr ozemail.com.au pacbell.net passmail.net peoplepc.com pm.me pobox.com
    posteo.de posteo.net post.com privaterelay.appleid.com prodigy.net ptd.net q.com qq.com rambler.ru rcn.com
    reagan.com riseup.net roadrunner.com rogers.com rr.com runbox.com sapo.pt sbcglobal.net seznam.cz sfr.fr
    shaw.ca sharklasers.com simplelogin.com sina.com sky.com slmail.me snet.net sohu.com spamgourmet.com spectrum.net
    startmail.com suddenlink.net swbell.net sympatico.ca talktalk.net tds.net teksavvy.com telus.net temp-mail.org
    tempmail.com tempmail.net tempr.email terra.com.br throwawaymail.com tiscali.it tlen.pl t-online.de trashmail.com
    trashmail.de trbvm.com tuta.com tuta.io tutamail.com twc.com ukr.net uol.com.br usa.com usa.net verizon.net
    videotron.ca virgilio.it virginmedia.com vodafone.it volny.cz wanadoo.fr web.de webmail.co.za wildblue.net
    windowslive.com windstream.net worldnet.att.net wowway.com wp.pl xs4all.nl xtra.co.nz yeah.net yopmail.com
    yopmail.net zoho.com zoho.eu zohomail.eu
"""

FAMILIES = frozenset(_FAMILIES.split())
DOMAINS = frozenset(_DOMAINS.split())
